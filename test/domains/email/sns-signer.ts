import { createSign, randomUUID } from 'node:crypto';

/** Made for these tests with `openssl req -x509`, good until the year 2126. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgdhWz6MkF28ZV+Hf3
osaBgtcD9B2Z75Xaq0SHWgK6qSihRANCAAQ3dxsGOVb+fziJj3vGh4YnenJZtzPw
09lcnJSpDdcT7vpVfeonzVItNlZWHPLeIG841gt7rpJSIenh1IzYviTb
-----END PRIVATE KEY-----
`;
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBjzCCATWgAwIBAgIUCSjVp1UYm/WJdJZyGIgTtqf7E1EwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRc25zLmFtYXpvbmF3cy5jb20wIBcNMjYxMTI4MTE1NjU2WhgP
MjEyNjExMDQxMTU2NTZaMBwxGjAYBgNVBAMMEXNucy5hbWF6b25hd3MuY29tMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEN3cbBjlW/n84iY97xoeGJ3pyWbcz8NPZ
XJyUqQ3XE+76VX3qJ81SLTZWVhzy3iBvONYLe66SUiHp4dSM2L4k26NTMFEwHQYD
VR0OBBYEFAL96wpt5XjTGRTxevc2G0E5SdZsMB8GA1UdIwQYMBaAFAL96wpt5XjT
GRTxevc2G0E5SdZsMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIg
QONN0+NlzHc0tQbyOiOyG0IH/kXA4RF3ooxw0hDidzoCIQClLhDB8X+lcn1CJEwn
bmEC0ngNyCdP3TlusXHzjnSC7Q==
-----END CERTIFICATE-----
`;

export const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:mail';
export const CERTIFICATE_PATH = `/SimpleNotificationService-${'0'.repeat(32)}.pem`;

const NAMES = ['Message', 'MessageId', 'SubscribeURL', 'Subject', 'Timestamp', 'Token', 'TopicArn', 'Type'];

/** A message as SNS at `origin` sends and signs it. */
export function snsMessage(origin: string, type: string, fields: object = {}, key: string = KEY): string {
  const said: Record<string, string> = {
    Type: type,
    MessageId: randomUUID(),
    TopicArn: TOPIC,
    Timestamp: new Date().toISOString(),
    SignatureVersion: '2',
    SigningCertURL: `${origin}${CERTIFICATE_PATH}`,
    ...(type === 'SubscriptionConfirmation' && {
      Token: 't',
      Message: 'Confirm',
      SubscribeURL: `${origin}/?Action=ConfirmSubscription&Token=t`,
    }),
    ...fields,
  };
  const lines = NAMES.flatMap((name) => (said[name] === undefined ? [] : [`${name}\n${said[name]}\n`]));
  const signature = createSign('sha256').update(lines.join('')).sign(key, 'base64');
  return JSON.stringify({ ...said, Signature: signature });
}
