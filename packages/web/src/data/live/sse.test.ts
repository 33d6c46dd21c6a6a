import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createStreamParser, type StreamEvent } from './sse.ts';

const STREAM =
  ': keepalive\n\nretry: 2000\n\nid: 1\nevent: scan.start\ndata: {"a":1}\n\nevent: note\ndata: x\ndata: y\n\r\n: end\n';

const EVENTS: readonly StreamEvent[] = [
  { id: '1', name: 'scan.start', data: '{"a":1}' },
  { id: null, name: 'note', data: 'x\ny' },
];

function parse(pieces: readonly string[]): readonly StreamEvent[] {
  const events: StreamEvent[] = [];
  const read = createStreamParser((event) => events.push(event));
  for (const piece of pieces) read(piece);
  return events;
}

it('reads events, and skips comments and what it does not know', () => {
  expect(parse([STREAM])).toEqual(EVENTS);
});

it('does not care where the pieces end', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(STREAM.length), { maxLength: 12 }), (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), STREAM.length];
      const pieces = places.slice(1).map((end, index) => STREAM.slice(places[index], end));
      expect(parse(pieces)).toEqual(EVENTS);
    }),
  );
});
