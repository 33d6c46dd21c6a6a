import { describeError, type Finding, type Severity } from '@securescan/model';
import { testVectors } from '@securescan/testkit';
import {
  addMarker,
  commentPrefixOf,
  fingerprintPrefix,
  firstSentence,
  parseDiffPositions,
  parseMarker,
  renderers,
  severityPinFor,
  stripMarkers,
  suggestionFor,
  type ReviewEvent,
} from '../src/index.ts';
import { cweUrl } from '../src/finding/cwe.ts';
import { OPTIONS, makeChange, makeScan } from './sample.ts';
import { textOf, toChange, toFinding, toFindings, type VectorFinding } from './vector-finding.ts';

interface ListInput {
  readonly findings?: readonly VectorFinding[];
  readonly show_suppressed?: boolean;
}

interface ListVectors {
  readonly findings?: readonly VectorFinding[];
}

/** A scan of the case's findings, else of those that the whole file shares; nothing is known of scanners. */
function scanOf(input: ListInput, vectors: ListVectors) {
  return makeScan(toFindings(input.findings ?? vectors.findings), { scanners: [], notices: [] });
}

function optionsOf(input: { readonly show_suppressed?: boolean }) {
  return { ...OPTIONS, showSuppressed: input.show_suppressed ?? false };
}

testVectors<ListInput, string>('json_export', (input, vectors) =>
  textOf(renderers.json.renderScan(scanOf(input, vectors), optionsOf(input))),
);

testVectors<ListInput, string>('csv', (input, vectors) =>
  textOf(renderers.csv.renderScan(scanOf(input, vectors), optionsOf(input))),
);

testVectors<ListInput, string>('junit', (input, vectors) =>
  textOf(renderers.junit.renderScan(scanOf(input, vectors), optionsOf(input))),
);

interface SarifInput extends ListInput {
  readonly scan_status?: 'completed' | 'failed';
  readonly fingerprints?: boolean;
  readonly diff_new?: 'all findings' | 'none';
  readonly base_ref?: string | null;
  readonly head_ref?: string | null;
}

testVectors<SarifInput, unknown>('sarif', (input, vectors, testCase) => {
  const all = toFindings(input.findings ?? vectors.findings);
  const listed = testCase.note === 'only the first finding is passed' ? all.slice(0, 1) : all;
  const findings = input.fingerprints === false ? listed.map(withoutFingerprint) : listed;
  const options = optionsOf(input);
  const rendering =
    input.diff_new === undefined
      ? renderers.sarif.renderScan(
          makeScan(findings, { scanners: [], notices: [], status: input.scan_status ?? 'completed' }),
          options,
        )
      : renderers.sarif.renderChange(
          makeChange({
            added: input.diff_new === 'none' ? [] : findings,
            base: input.base_ref ?? null,
            head: input.head_ref ?? null,
          }),
          options,
        );
  return JSON.parse(textOf(rendering)) as unknown;
});

function withoutFingerprint(finding: Finding): Finding {
  return Object.assign({}, finding, { fingerprint: '' });
}

testVectors<{ readonly text: string; readonly limit: number }, string>('first_sentence', ({ text, limit }) =>
  firstSentence(text, limit),
);

interface CommentInput extends ListInput {
  readonly mode?: 'diff' | 'compare';
  readonly new?: readonly VectorFinding[];
  readonly fixed?: readonly VectorFinding[];
  readonly unchanged_count?: number;
  readonly repo?: string;
  readonly sha?: string;
}

testVectors<CommentInput, string>('pr_comment', (input) =>
  textOf(
    renderers['github-pr-comment'].renderChange(toChange(input), {
      ...optionsOf(input),
      repo: input.repo ?? null,
      sha: input.sha ?? null,
    }),
  ),
);

interface ReviewInput extends CommentInput {
  readonly diff_text?: string;
  readonly commit_id?: string;
  readonly event?: ReviewEvent;
  readonly include_suggestions?: boolean;
  readonly same_as?: string;
}

/** The recorded reviews have the older coordinates, which stay available. */
function renderReview(input: ReviewInput): string {
  return textOf(
    renderers['github-review'].renderChange(toChange(input), {
      ...OPTIONS,
      repo: input.repo ?? null,
      sha: input.commit_id ?? null,
      review: {
        event: input.event ?? 'COMMENT',
        diff: input.diff_text ?? '',
        reviewCoordinates: 'position',
        suggestions: input.include_suggestions ?? true,
      },
    }),
  );
}

testVectors<ReviewInput, unknown>('review', (input, vectors) => {
  if (input.same_as === undefined) return JSON.parse(renderReview(input)) as unknown;
  const other = vectors.cases.find((testCase) => testCase.name === input.same_as);
  if (other === undefined) throw new Error(`no case is named ${input.same_as}`);
  return renderReview(other.input);
});

type MarkerInput =
  | { readonly op: 'prefix'; readonly fingerprint: string }
  | { readonly op: 'add'; readonly body: string; readonly fingerprint: string }
  | { readonly op: 'extract' | 'strip'; readonly body: string }
  | { readonly op: 'cwe_url'; readonly cwe: string | null };

testVectors<MarkerInput, unknown>('review_marker', (input) => {
  switch (input.op) {
    case 'prefix':
      try {
        return { ok: fingerprintPrefix(input.fingerprint) };
      } catch (error) {
        return { error: describeError(error) };
      }
    case 'add':
      return addMarker(input.body, input.fingerprint);
    case 'extract':
      return parseMarker(input.body);
    case 'strip':
      return stripMarkers(input.body);
    case 'cwe_url':
      return cweUrl(input.cwe);
    default:
      return input satisfies never;
  }
});

interface SuggestionInput {
  readonly kind?: 'ignore' | 'pin';
  readonly file_path?: string;
  readonly finding?: VectorFinding;
  readonly indent?: string;
  readonly new_severity?: Severity;
}

testVectors<SuggestionInput, string | null>('suggestions', (input) => {
  if (input.file_path !== undefined) return commentPrefixOf(input.file_path);
  const finding = toFinding(input.finding ?? {});
  // The recorded suggestion does not know the line that it replaces; ours has to.
  if (input.kind === 'ignore') return suggestionFor(finding, [`${input.indent ?? ''}x = eval(p)`]);
  return severityPinFor(finding, input.new_severity);
});

testVectors<string, Record<string, Record<string, number>>>('diff_position', (diff) =>
  Object.fromEntries(
    [...parseDiffPositions(diff)].map(([path, lines]) => [
      path,
      Object.fromEntries([...lines].map(([line, { position }]) => [String(line), position])),
    ]),
  ),
);
