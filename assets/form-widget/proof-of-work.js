/*
 * Solves altcha's challenges: which counter, put behind the nonce, gives a key that begins as asked for? Tried a few at a
 * time, by the browser's own cryptography and with pauses, so that the page stays usable; a page may forbid workers.
 */
(function (widget) {
  'use strict';

  const AT_ONCE = 4;
  const PAUSE_EVERY_MS = 40;
  const GIVE_UP_MS = 120000;

  function bytesOf(hex) {
    return Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
  }

  function hexOf(bytes) {
    return Array.from(bytes, (byte) => ('0' + byte.toString(16)).slice(-2)).join('');
  }

  /** The nonce and behind it the counter, in four bytes. */
  function secret(nonce, counter) {
    const bytes = new Uint8Array(nonce.length + 4);
    bytes.set(nonce);
    new DataView(bytes.buffer).setUint32(nonce.length, counter);
    return bytes;
  }

  async function keyFrom({ algorithm, cost, keyLength }, salt, password) {
    const [name, hash] = algorithm.split('/');
    if (name === 'PBKDF2') {
      const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
      const how = { name, hash, salt, iterations: cost };
      return new Uint8Array(await crypto.subtle.deriveBits(how, key, keyLength * 8));
    }
    let digest = new Uint8Array(salt.length + password.length);
    digest.set(salt);
    digest.set(password, salt.length);
    for (let round = 0; round < cost; round++)
      digest = new Uint8Array(await crypto.subtle.digest(algorithm, digest));
    return digest.slice(0, keyLength);
  }

  /** The solution as the server reads it. */
  widget.solve = async function ({ parameters, signature }) {
    const begun = Date.now();
    const [nonce, salt] = [bytesOf(parameters.nonce), bytesOf(parameters.salt)];
    const how = Object.assign({}, parameters, { keyLength: parameters.keyLength || 32 });
    let paused = begun;
    for (let first = 0; Date.now() - begun < GIVE_UP_MS; first += AT_ONCE) {
      const counters = Array.from({ length: AT_ONCE }, (_, at) => first + at);
      const keys = await Promise.all(counters.map((counter) => keyFrom(how, salt, secret(nonce, counter))));
      const found = keys.findIndex((key) => hexOf(key).indexOf(parameters.keyPrefix.toLowerCase()) === 0);
      if (found >= 0) {
        const time = Date.now() - begun;
        const solution = { counter: counters[found], derivedKey: hexOf(keys[found]), time };
        return btoa(JSON.stringify({ challenge: { parameters, signature }, solution }));
      }
      if (Date.now() - paused < PAUSE_EVERY_MS) continue;
      await new Promise((resolve) => setTimeout(resolve, 0));
      paused = Date.now();
    }
    throw new Error('the challenge was not solved in time');
  };
})((window.LeadForm = window.LeadForm || {}));
