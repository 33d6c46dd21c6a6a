import type { Setting } from './setting.ts';

/** A value of the kind of its setting, or what is wrong with the text. */
export type ParsedValue =
  { readonly value: number | boolean | string | readonly string[] } | { readonly problem: string };

const TRUE = new Set(['1', 'true', 'yes', 'on']);
const FALSE = new Set(['0', 'false', 'no', 'off']);

/** Reads the text of a setting; the problem names the text unless it is a secret. */
export function parseValue(setting: Setting, text: string): ParsedValue {
  const trimmed = text.trim();
  switch (setting.kind) {
    case 'integer':
      return parseInteger(setting, trimmed);
    case 'boolean': {
      const word = trimmed.toLowerCase();
      if (TRUE.has(word)) return { value: true };
      if (FALSE.has(word)) return { value: false };
      return { problem: `${JSON.stringify(trimmed)} is neither true (1, yes, on) nor false (0, no, off)` };
    }
    case 'choice': {
      const word = trimmed.toLowerCase();
      if (setting.choices?.includes(word)) return { value: word };
      return { problem: `${JSON.stringify(trimmed)} is not one of ${setting.choices?.join(', ') ?? ''}` };
    }
    case 'list':
      return {
        value: trimmed
          .split(',')
          .map((entry) => entry.trim())
          .filter((entry) => entry !== ''),
      };
    case 'words':
      return { value: trimmed.split(/\s+/) };
    case 'text':
    case 'path':
    default:
      if (trimmed.includes('\0')) return { problem: 'holds U+0000' };
      return { value: trimmed };
  }
}

function parseInteger({ min = 0, max = Number.MAX_SAFE_INTEGER }: Setting, text: string): ParsedValue {
  const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return { value };
  return { problem: `${JSON.stringify(text)} is not a whole number from ${min} to ${max}` };
}
