import { editDistance, SecureScanError } from '@securescan/model';
import { scannerList } from '@securescan/scanners';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../io/io.ts';
import { tell } from '../io/io.ts';
import { parseChoice } from './choices.ts';
import { explainBuiltIn, explainExternal } from './explanation.ts';
import { renderExplanationJson, renderExplanationText } from './explanation-text.ts';
import { renderScannerJson, renderScannerText } from './scanner-text.ts';
import type { RuleHistory } from './last-seen.ts';
import { findLastSeen } from './last-seen.ts';
import { readRuleCatalogue } from './rule-files.ts';

/** How many near ids are named when there is no such rule. */
const SUGGESTIONS = 3;

/**
 * Says what a rule finds, why that matters and how to mend it: from the catalogue for rules of our own, from the form of
 * the id and from the history for rules of other programs. A scanner's name explains the scanner.
 */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const rule = (args.positionals[0] ?? '').trim();
  const format = parseChoice('--output', args.find('output') ?? 'text', ['text', 'json']);
  const catalogue = await readRuleCatalogue();
  const scanner = scannerList.find(({ id }) => id === rule.toLowerCase());
  if (scanner !== undefined) {
    const rules = catalogue.rules.filter((candidate) => candidate.scanner === scanner.id);
    await io.stdout.write(format === 'json' ? renderScannerJson(scanner, rules) : renderScannerText(scanner, rules));
    return EXIT.ok;
  }
  const own = catalogue.find(rule);
  const external = own === null ? catalogue.describeExternal(rule) : null;
  const history = await readHistory(own?.id ?? rule, own !== null || external !== null, io);
  const explanation =
    own === null ? explainExternal(external, history.lastSeen) : explainBuiltIn(own, history.lastSeen);
  if (explanation === null) {
    const known = [...catalogue.rules.map(({ id }) => id), ...history.ruleIds, ...scannerList.map(({ id }) => id)];
    throw new SecureScanError('E_ARGUMENT', `no rule is called '${rule}'.${suggestNear(rule, known)}`);
  }
  await io.stdout.write(format === 'json' ? renderExplanationJson(explanation) : renderExplanationText(explanation));
  return EXIT.ok;
}

/** What the history adds; when the rule is known without it, a history that cannot be read is only told. */
async function readHistory(rule: string, isKnown: boolean, io: Io): Promise<RuleHistory> {
  try {
    return await findLastSeen(rule, io);
  } catch (error) {
    if (!isKnown || !(error instanceof SecureScanError)) throw error;
    await tell(io, `explain: the history was not looked at: ${error.message}`);
    return { lastSeen: null, ruleIds: [] };
  }
}

/** The nearest ids as a question, or where all are listed. */
function suggestNear(rule: string, ids: readonly string[]): string {
  const word = rule.toLowerCase();
  const near = [...new Set(ids)]
    .map((id) => ({ id, distance: distanceOf(word, id.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.floor(word.length / 3) + 1)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, SUGGESTIONS)
    .map(({ id }) => id);
  if (near.length === 0) return ' Give the rule id of a finding, or a scanner: securescan status lists them.';
  return ` Did you mean ${near.length === 1 ? '' : `${near.slice(0, -1).join(', ')} or `}${near.at(-1) ?? ''}?`;
}

/** Slips between a word and an id or its last part; a part of the id that is typed right is nearer than any slip. */
function distanceOf(word: string, id: string): number {
  if (word.length > 64 || word.length < 3) return Number.POSITIVE_INFINITY;
  if (id.includes(word)) return 0;
  const last = id.slice(id.lastIndexOf('/') + 1);
  // Half a slip more for the start of an id, so that whole ones come first.
  const start = editDistance(word, last.slice(0, word.length)) + 0.5;
  return Math.min(editDistance(word, id), editDistance(word, last), start);
}
