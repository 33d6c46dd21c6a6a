import { API_KEY } from '../server-process.ts';

const TERMINAL = new Set(['scan.complete', 'scan.failed', 'scan.cancelled']);

/** Follows the events of one scan over all lives of the server. */
export interface StreamReader {
  readonly scanId: string;
  /** Names of the events, the first being number 1. */
  readonly events: readonly string[];
  /** What was wrong with the numbers; empty when nothing. */
  readonly gaps: readonly string[];
  /** Whether the end of the scan has been told. */
  isOver(): boolean;
  /** Reads until the scan is over or the server is gone, beginning behind the last event that was seen. */
  follow(url: string): Promise<void>;
}

export function createStreamReader(scanId: string, onEvent: () => void): StreamReader {
  const events: string[] = [];
  const gaps: string[] = [];
  let isOver = false;

  function take(block: string): void {
    const lines = block.split('\n');
    const name = lines.find((line) => line.startsWith('event: '))?.slice(7);
    const id = lines.find((line) => line.startsWith('id: '))?.slice(4);
    if (name === undefined || id === undefined) return;
    if (Number(id) !== events.length + 1) gaps.push(`${scanId}: event ${id} (${name}) after ${events.length}`);
    if (isOver) gaps.push(`${scanId}: ${name} after the end`);
    events.push(name);
    if (TERMINAL.has(name)) isOver = true;
    onEvent();
  }

  return {
    scanId,
    events,
    gaps,
    isOver: () => isOver,
    async follow(url) {
      try {
        const response = await fetch(`${url}/api/v1/scans/${scanId}/events`, {
          headers: { 'x-api-key': API_KEY, 'last-event-id': String(events.length) },
        });
        if (response.status !== 200 || response.body === null) {
          gaps.push(`${scanId}: stream answered ${response.status}`);
          return;
        }
        let rest = '';
        for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
          const blocks = (rest + text).split('\n\n');
          rest = blocks.pop() ?? '';
          for (const block of blocks) take(block);
        }
      } catch {
        // The server was killed; its next life goes on.
      }
    },
  };
}
