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
      if (comment !== undefined && lines.length === 1) return [{ comment: comment.slice(1).trim() }];
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
