import { z } from 'zod';

export const id = z.uuid();
export const idOrNull = z.uuid().nullable();
export const text = z.string();
export const textOrNull = z.string().nullable();
export const instantOrNull = z.iso.datetime().nullable();
export const anything = z.record(z.string(), z.unknown());
