import { toPlain } from '../plain.ts';
import { findUnknown, sortedEntries, type Value } from '../values.ts';

/** A value as JSON text, cut where something in it is unknown. */
export function toJsonPieces(value: Value): readonly string[] {
  const pieces = [''];
  const add = (text: string): void => {
    pieces[pieces.length - 1] += text;
  };
  const write = (part: Value): void => {
    if (part.kind === 'unknown') {
      // A text that is unknown in places stays one.
      const [first = '', ...more] = part.pieces?.map((text) => JSON.stringify(text).slice(1, -1)) ?? ['', ''];
      const quote = part.pieces === undefined ? '' : '"';
      add(quote + first);
      pieces.push(...more);
      add(quote);
    } else if (findUnknown(part) === null) {
      add(JSON.stringify(toPlain(part)));
    } else if (part.kind === 'list' || part.kind === 'set') {
      for (const [index, item] of part.items.entries()) {
        add(index === 0 ? '[' : ',');
        write(item);
      }
      add(']');
    } else if (part.kind === 'map' || part.kind === 'object') {
      for (const [index, [name, item]] of sortedEntries(part).entries()) {
        add(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`);
        write(item);
      }
      if (part.rest !== null) pieces.push('');
      add('}');
    }
  };
  write(value);
  return pieces;
}
