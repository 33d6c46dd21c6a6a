/** A frame of an event stream as the recordings have it; ids are ours. */
export type Frame = { readonly event: string; readonly data: unknown } | { readonly comment: string };

/** Whole frames of a stream, in order. */
export function parseFrames(text: string): readonly Frame[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .flatMap((block): readonly Frame[] => {
      const lines = block.split('\n').filter((line) => line !== '');
      const comment = lines.find((line) => line.startsWith(':'));
      if (comment !== undefined && lines.length === 1) return [{ comment }];
      const field = (name: string): string | undefined =>
        lines
          .find((line) => line.startsWith(`${name}:`))
          ?.slice(name.length + 1)
          .trim();
      const data = field('data');
      if (data === undefined) return [];
      return [{ event: field('event') ?? 'message', data: JSON.parse(data) as unknown }];
    });
}

export function isFrames(value: unknown): value is readonly Frame[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item: unknown) => typeof item === 'object' && item !== null && ('comment' in item || 'event' in item))
  );
}

/**
 * Scanners run side by side, bounded (server.md §26 no 38), so the order in which they start and end is nobody's doing. Of each
 * run of frames between others, the starts come first, then the ends, both by name.
 */
export function sortFrames(frames: readonly Frame[]): readonly Frame[] {
  const sorted: Frame[] = [];
  let run: Extract<Frame, { readonly event: string }>[] = [];
  const flush = (): void => {
    sorted.push(...run.toSorted((a, b) => (toKey(a) < toKey(b) ? -1 : 1)));
    run = [];
  };
  for (const frame of frames) {
    if ('event' in frame && ['scanner.start', 'scanner.complete', 'scanner.failed'].includes(frame.event)) {
      run.push(frame);
    } else {
      flush();
      sorted.push(frame);
    }
  }
  flush();
  return sorted;
}

function toKey({ event, data }: Extract<Frame, { readonly event: string }>): string {
  const name = typeof data === 'object' && data !== null ? String(Reflect.get(data, 'scanner')) : '';
  return `${event === 'scanner.start' ? 0 : 1} ${name}`;
}
