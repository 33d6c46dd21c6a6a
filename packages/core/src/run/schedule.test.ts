import { afterEach, describe, expect, it, vi } from 'vitest';
import { runLongestFirst } from './schedule.ts';

/** Jobs whose ends the test decides; `running` is what runs now, in the order of the starts. */
function heldJobs() {
  const ends = new Map<string, () => void>();
  const running: string[] = [];
  const run = async ({ name }: { readonly name: string }) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    ends.set(name, resolve);
    running.push(name);
    await promise;
    running.splice(running.indexOf(name), 1);
    return name.toUpperCase();
  };
  /** Ends a job and waits until what follows from it has happened. */
  const end = async (name: string) => {
    ends.get(name)?.();
    await settle();
  };
  return { running, run, end };
}

const job = (name: string, expectedSeconds: number) => Promise.resolve({ name, expectedSeconds, isLimited: true });
const free = (name: string) => Promise.resolve({ name, expectedSeconds: 1, isLimited: false });
const settle = () => new Promise(setImmediate);

afterEach(() => {
  vi.useRealTimers();
});

describe('runLongestFirst', () => {
  it('starts the longest first, keeps to the limit, and answers in the given order', async () => {
    const { running, run, end } = heldJobs();
    const jobs = [job('short', 1), job('long', 60), job('medium', 10), job('tiny', 0)];
    const results = runLongestFirst(jobs, 2, run);
    await settle();
    expect(running).toEqual(['long', 'medium']);
    await end('medium');
    expect(running).toEqual(['long', 'short']);
    await end('short');
    expect(running).toEqual(['long', 'tiny']);
    await end('tiny');
    await end('long');
    expect(await results).toEqual(['SHORT', 'LONG', 'MEDIUM', 'TINY']);
  });

  it('starts jobs of equal length in the given order', async () => {
    const { running, run, end } = heldJobs();
    const results = runLongestFirst([job('a', 5), job('b', 5), job('c', 5)], 3, run);
    await settle();
    expect(running).toEqual(['a', 'b', 'c']);
    for (const name of ['c', 'a', 'b']) await end(name);
    expect(await results).toEqual(['A', 'B', 'C']);
  });

  it.each([0, -3, 0.5])('runs one at a time with a limit of %s', async (limit) => {
    const { running, run, end } = heldJobs();
    const results = runLongestFirst([job('a', 1), job('b', 2)], limit, run);
    await settle();
    expect(running).toEqual(['b']);
    await end('b');
    await end('a');
    expect(await results).toEqual(['A', 'B']);
  });

  it('does not hold back what is there for a job that is on its way', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { running, run, end } = heldJobs();
    const late = Promise.withResolvers<Awaited<ReturnType<typeof job>>>();
    const results = runLongestFirst([late.promise, job('short', 1), Promise.resolve(null)], 1, run);
    await settle();
    expect(running).toEqual([]);
    await vi.advanceTimersByTimeAsync(250);
    expect(running).toEqual(['short']);
    late.resolve({ name: 'long', expectedSeconds: 60, isLimited: true });
    await settle();
    expect(running).toEqual(['short']);
    await end('short');
    expect(running).toEqual(['long']);
    await end('long');
    expect(await results).toEqual(['LONG', 'SHORT', null]);
  });

  it('starts what is not limited as it arrives, beside any number of others', async () => {
    const { running, run, end } = heldJobs();
    const late = Promise.withResolvers<Awaited<ReturnType<typeof job>>>();
    const jobs = [job('long', 60), free('a'), job('short', 1), free('b'), late.promise];
    const results = runLongestFirst(jobs, 1, run);
    await settle();
    expect(running).toEqual(['a', 'b']);
    late.resolve(await job('longer', 90));
    await settle();
    expect(running).toEqual(['a', 'b', 'longer']);
    await end('a');
    expect(running).toEqual(['b', 'longer']);
    await end('longer');
    expect(running).toEqual(['b', 'long']);
    for (const name of ['long', 'short', 'b']) await end(name);
    expect(await results).toEqual(['LONG', 'A', 'SHORT', 'B', 'LONGER']);
  });

  it('has nothing to do without jobs', async () => {
    expect(await runLongestFirst([], 4, () => Promise.reject(new Error('no job')))).toEqual([]);
  });
});
