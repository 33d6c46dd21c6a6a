import { describe, expect, it } from 'vitest';
import { SecureScanError } from '@securescan/model';
import { parseMarker, renderers, type ReviewOptions } from '../src/index.ts';
import { OPTIONS, fakeFingerprint, makeChange, makeFinding } from './sample.ts';
import { textOf } from './vector-finding.ts';

const DIFF = `diff --git a/a.py b/a.py
--- a/a.py
+++ b/a.py
@@ -1,2 +1,4 @@
 one
+two
+three
 four
@@ -20,1 +22,2 @@
 x
+y
`;

interface Comment {
  readonly body: string;
  readonly path: string;
  readonly line?: number;
  readonly position?: number;
  readonly start_line?: number;
}

function review(added: readonly ReturnType<typeof makeFinding>[], more: Partial<ReviewOptions> = {}) {
  const options = {
    ...OPTIONS,
    sha: 'abcdef1234567890',
    review: { event: 'COMMENT', diff: DIFF, reviewCoordinates: 'line', suggestions: true, ...more },
  } as const;
  const text = textOf(renderers['github-review'].renderChange(makeChange({ added, removed: [] }), options));
  return { text, ...(JSON.parse(text) as { body: string; comments: Comment[] }) };
}

function at(lineStart: number, lineEnd: number | null, fingerprint: string, fields: object = {}) {
  return makeFinding({ filePath: 'a.py', lineStart, lineEnd, ruleId: 'r', fingerprint, ...fields });
}

describe('a review', () => {
  it('attaches a comment to all lines of a finding when one hunk holds them', () => {
    const { comments } = review([at(2, 3, fakeFingerprint(1))]);
    expect(comments[0]).toMatchObject({ path: 'a.py', start_line: 2, line: 3, side: 'RIGHT', start_side: 'RIGHT' });
    expect(comments[0]?.body).toContain('```suggestion\n# securescan: ignore-next-line r\ntwo\nthree\n```');
  });

  it('does not repeat the line of a credential: a comment outlives the commit that takes it out', () => {
    for (const fields of [{ scanner: 'secrets', cwe: null }, { cwe: 'CWE-798' }]) {
      const { comments } = review([at(2, 2, fakeFingerprint(1), fields), at(2, 2, fakeFingerprint(2))]);
      expect(comments).toHaveLength(1);
      expect(comments[0]?.body).toContain('```text\n# securescan: ignore-next-line r\n```');
      expect(comments[0]?.body).not.toMatch(/suggestion|^two$/m);
    }
  });

  it('attaches it to the first line when the lines lie in two hunks or in none', () => {
    expect(review([at(4, 22, fakeFingerprint(1))]).comments[0]).toMatchObject({ line: 4 });
    expect(review([at(4, 22, fakeFingerprint(1))]).comments[0]).not.toHaveProperty('start_line');
    expect(review([at(99, null, fakeFingerprint(1))]).comments).toEqual([]);
  });

  it('has the older coordinates on demand, then with one line only', () => {
    const { comments } = review([at(2, 3, fakeFingerprint(1))], { reviewCoordinates: 'position' });
    expect(comments[0]).toMatchObject({ path: 'a.py', position: 2 });
    expect(comments[0]).not.toHaveProperty('line');
    expect(comments[0]?.body).toContain('ignore-next-line r\ntwo\n```');
  });

  it('joins the findings of one line in one comment', () => {
    const { comments, body } = review([
      at(2, null, fakeFingerprint(2)),
      at(2, null, fakeFingerprint(1), { ruleId: 's' }),
    ]);
    expect(comments).toHaveLength(1);
    expect(comments[0]?.body).toContain('ignore-next-line s, r');
    expect(body).toContain('| New findings | 2 |');
  });

  it('gives findings of one fingerprint prefix different markers', () => {
    const prefix = 'ab'.repeat(6);
    const findings = [at(2, null, `${prefix}${'0'.repeat(52)}`), at(3, null, `${prefix}${'1'.repeat(52)}`)];
    expect(review(findings).comments.map(({ body }) => parseMarker(body))).toEqual([prefix, `${prefix}02`]);
  });

  it('never mentions a suppressed finding, also when they are shown elsewhere', () => {
    const hidden = at(2, null, fakeFingerprint(1), { title: 'Hidden', metadata: { suppressed_by: 'config' } });
    expect(review([hidden]).text).not.toContain('Hidden');
  });

  it('keeps the note of an overridden severity', () => {
    const { comments } = review([at(2, null, fakeFingerprint(1), { metadata: { original_severity: 'high' } })]);
    expect(comments[0]?.body).toContain('**MEDIUM: semgrep** — T (was: high)');
  });

  it('is refused without a commit', () => {
    const render = () => renderers['github-review'].renderChange(makeChange({ headSha: null }), OPTIONS);
    expect(render).toThrow(SecureScanError);
  });
});
