import { asRepoPath, SecureScanError } from '@securescan/model';
import { describe, expect, it } from 'vitest';
import { scanEachManifest } from './each-manifest.ts';

const paths = ['a', 'b', 'c'].map(asRepoPath);
const words = { done: 'read', incomplete: (looked: number, all: number) => `${looked} of ${all}` };
const finding = (title: string) => ({ severity: 'low' as const, title, description: '', ruleId: 'r' });

describe('a tool run per file', () => {
  it('joins the reports in the order of the files', async () => {
    const report = await scanEachManifest(
      paths,
      (path) => Promise.resolve({ findings: [finding(path)], notes: [`note ${path}`] }),
      words,
    );
    expect(report.findings.map(({ title }) => title)).toEqual(['a', 'b', 'c']);
    expect([report.notes, report.incomplete]).toEqual([['note a', 'note b', 'note c'], null]);
  });

  it('loses one file and says so', async () => {
    const report = await scanEachManifest(
      paths,
      (path) =>
        path === 'b'
          ? Promise.reject(new SecureScanError('E_TOOL_EXIT', 'it broke.'))
          : Promise.resolve({ findings: [finding(path)] }),
      words,
    );
    expect(report.findings.map(({ title }) => title)).toEqual(['a', 'c']);
    expect([report.notes, report.incomplete]).toEqual([['b was not read: it broke.'], '2 of 3']);
  });

  it('fails with the first reason when no file could be looked at', async () => {
    const fail = (path: string) => Promise.reject(new SecureScanError('E_TOOL_EXIT', path));
    await expect(scanEachManifest(paths, fail, words)).rejects.toThrow(expect.objectContaining({ message: 'a' }));
  });

  it('stops at once when it is cancelled, or at a mistake of our own', async () => {
    for (const error of [new SecureScanError('E_CANCELLED', 'stop'), new TypeError('bug')]) {
      const asked: string[] = [];
      const run = scanEachManifest(
        paths,
        (path) => {
          asked.push(path);
          return path === 'b' ? Promise.reject(error) : Promise.resolve({ findings: [] });
        },
        words,
      );
      await expect(run).rejects.toBe(error);
      expect(asked).toEqual(['a', 'b']);
    }
  });
});
