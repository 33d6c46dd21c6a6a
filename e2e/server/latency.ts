import { performance } from 'node:perf_hooks';
import { call } from './server-process.ts';

/** How long `/health` took, one request after the other, while something else went on; milliseconds, sorted. */
export async function measureHealth(url: string, meanwhile: Promise<unknown>): Promise<readonly number[]> {
  const over = new AbortController();
  const ending = meanwhile.finally(() => over.abort());
  const times: number[] = [];
  while (!over.signal.aborted) {
    const start = performance.now();
    const { status } = await call(url, 'GET', '/health');
    if (status !== 200) throw new Error(`/health answered ${status}`);
    times.push(performance.now() - start);
  }
  await ending;
  return times.toSorted((a, b) => a - b);
}
