import { isMailAddress } from '#kernel/address';
import type { FormField } from '../forms/form.dto.js';
import { isCleanText } from '../lead-text.js';

/** What a visitor may answer to one field. */
export type FieldValue = string | number | boolean;

/** The answer as it is kept, nothing when left empty, or what is wrong with it in words for the visitor. */
export type Reading = { value: FieldValue | null } | { problem: string };

const LENGTHS = { text: 500, email: 254, tel: 40, textarea: 5_000, url: 2_048, hidden: 500 } as const;
const PHONE = /^[0-9+()./ x#*-]{3,40}$/i;
const NAME = /^[\p{L}\p{N}_ .-]{1,64}$/u;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Checks one raw answer against its field. */
export function readFieldValue(field: FormField, raw: unknown): Reading {
  if (field.type === 'checkbox') return readCheckbox(field, raw);
  if (raw === undefined || raw === null) return absent(field);
  if (typeof raw !== 'string' && typeof raw !== 'number')
    return { problem: `${field.label} must be ${field.type === 'number' ? 'a number' : 'text'}` };
  const text = String(raw).trim();
  if (text === '') return absent(field);
  if (!isCleanText(text)) return { problem: `${field.label} contains characters that cannot be stored` };
  return readText(field, text);
}

/** Checks an answer nobody asked for: a plain value under a name that can be shown and merged into mail. */
export function readUnaskedValue(name: string, raw: unknown): Reading {
  if (!NAME.test(name) || name === 'constructor' || name === 'prototype')
    return { problem: 'custom_fields holds a name that cannot be used' };
  if (typeof raw === 'boolean' || Number.isFinite(raw)) return { value: raw as boolean | number };
  return readFieldValue({ name, type: 'textarea', label: name, required: false }, raw);
}

function absent(field: FormField): Reading {
  return field.required ? { problem: `${field.label} is required` } : { value: null };
}

function readCheckbox(field: FormField, raw: unknown): Reading {
  if (raw === true || raw === 'true' || raw === 'on' || raw === '1' || raw === 1) return { value: true };
  const off = raw === undefined || raw === null || [false, 'false', 'off', '0', 0, ''].includes(raw as never);
  if (!off) return { problem: `${field.label} must be true or false` };
  return field.required ? { problem: `${field.label} is required` } : { value: false };
}

function readText(field: FormField, text: string): Reading {
  const { label, type } = field;
  if (type === 'number') return readNumber(label, text);
  if (type === 'select') {
    return field.options?.includes(text)
      ? { value: text }
      : { problem: `${label} must be one of the options` };
  }
  if (type === 'date')
    return isDay(text) ? { value: text } : { problem: `${label} must be a date (YYYY-MM-DD)` };
  if (type === 'checkbox') return { problem: `${label} must be true or false` };
  if (text.length > LENGTHS[type]) return { problem: `${label} must be at most ${LENGTHS[type]} characters` };
  if (type !== 'textarea' && /[\r\n]/.test(text)) return { problem: `${label} must be one line` };
  if (type === 'email' && !isMailAddress(text)) return { problem: `${label} must be a mail address` };
  if (type === 'tel' && !PHONE.test(text)) return { problem: `${label} must be a phone number` };
  if (type === 'url' && !isWebAddress(text))
    return { problem: `${label} must be an address starting with http` };
  return { value: text };
}

function readNumber(label: string, text: string): Reading {
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? { value } : { problem: `${label} must be a number` };
}

function isDay(text: string): boolean {
  if (!DATE.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
