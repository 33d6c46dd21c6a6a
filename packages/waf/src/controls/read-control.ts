import { type Control, type EvidenceItem, PILLARS, type RegulatoryMapping } from './control.ts';
import { isMapping, type MemberReader, quote, readMembers, type ValueProblem } from './member-reader.ts';
import { didYouMean } from './did-you-mean.ts';
import { pillarOf } from './pillar-of.ts';
import { CHECK_MEMBERS, readCheck, readSeverity } from './read-check.ts';

const MEMBERS = [
  'id',
  'title',
  'pillar',
  'status',
  'severity',
  'category',
  'type',
  'tags',
  'description',
  'rationale',
  'threat',
  'regulatory_mapping',
  'implementation_guidance',
  'maturity_levels',
  'evidence',
  'checks',
  'references',
  'source',
];
const MAX_VALUES = 100_000;
const MAX_DEPTH = 64;

export interface ReadControl {
  /** With the automated checks only; null when it is no control at all. */
  readonly control: Control | null;
  readonly problems: readonly ValueProblem[];
}

/** Reads a control from what YAML or JSON made of it. Nothing is thrown for what stands in it. */
export function readControl(value: unknown, file: string): ReadControl {
  const problems: ValueProblem[] = [];
  const refuse = (message: string): ReadControl => ({
    control: null,
    problems: [{ severity: 'error', path: [], atName: false, message }],
  });
  if (!isMapping(value)) return refuse('A control is a mapping with id, title, pillar, severity and checks.');
  if (!isBounded(value)) return refuse(`A control has at most ${MAX_VALUES} values, ${MAX_DEPTH} levels deep.`);
  const members = readMembers(value, [], MEMBERS, problems);
  const severity = readSeverity(members, 'medium');
  const id = members.requiredText('id');
  const control: Control = {
    id,
    title: readTitle(members, id),
    pillar: readPillar(members),
    status: members.choice('status', ['active', 'deprecated', 'draft'], 'active'),
    severity,
    category: members.text('category'),
    types: members.texts('type'),
    tags: members.texts('tags'),
    description: members.text('description'),
    rationale: members.text('rationale'),
    threat: members.texts('threat'),
    regulatoryMapping: members.mappings('regulatory_mapping', null).flatMap(readMapping),
    implementationGuidance: members.texts('implementation_guidance'),
    maturityLevels: readMaturity(members),
    evidence: readEvidence(members),
    references: members.mapping('references', null) === null ? {} : asMapping(members.raw('references')),
    checks: members.mappings('checks', CHECK_MEMBERS).flatMap((check) => readCheck(check, severity) ?? []),
    file,
  };
  findRepeatedChecks(control, members);
  return { control, problems };
}

function readTitle(members: MemberReader, id: string): string {
  const title = members.text('title');
  if (title === '') members.warn(null, 'title is missing; the id stands in for it.');
  return title || id;
}

function readPillar(members: MemberReader): Control['pillar'] {
  const text = members.requiredText('pillar');
  const pillar = pillarOf(text);
  if (pillar === null && text !== '') {
    members.error('pillar', `${quote(text)} is no pillar; use ${PILLARS.join(', ')}.${didYouMean(text, PILLARS)}`);
  }
  return pillar ?? 'security';
}

function readMapping(entry: MemberReader): readonly RegulatoryMapping[] {
  const framework = entry.text('framework');
  if (framework !== '') return [{ framework, controls: entry.texts('controls') }];
  entry.warn(null, 'An entry of regulatory_mapping without a framework is left out.');
  return [];
}

function readMaturity(members: MemberReader): Control['maturityLevels'] {
  const levels = members.mapping('maturity_levels', null);
  if (levels === null) return {};
  return Object.fromEntries(
    Object.keys(asMapping(members.raw('maturity_levels'))).flatMap((name) => {
      const level = levels.mapping(name, null);
      return level === null
        ? []
        : [[name, { description: level.text('description'), criteria: level.texts('criteria') }]];
    }),
  );
}

function readEvidence(members: MemberReader): Control['evidence'] {
  const evidence = members.mapping('evidence', null);
  const items = (name: string): readonly EvidenceItem[] =>
    (evidence?.mappings(name, null) ?? []).map((item) => ({
      kind: item.text('kind'),
      description: item.text('description'),
    }));
  return { required: items('required'), optional: items('optional') };
}

function findRepeatedChecks({ checks }: Control, members: MemberReader): void {
  const seen = new Set<string>();
  for (const { id } of checks) {
    if (seen.has(id) && id !== '') members.error('checks', `The check ${quote(id)} stands here twice; ids are unique.`);
    seen.add(id);
  }
}

function asMapping(value: unknown): Readonly<Record<string, unknown>> {
  return isMapping(value) ? value : {};
}

/** Whether a value has a size that can be worked with; what several aliases of YAML share counts each time. */
function isBounded(top: unknown): boolean {
  let count = 0;
  const visit = (value: unknown, depth: number): boolean => {
    count += 1;
    if (count > MAX_VALUES || depth > MAX_DEPTH) return false;
    if (typeof value !== 'object' || value === null) return true;
    return Object.values(value).every((item: unknown) => visit(item, depth + 1));
  };
  return visit(top, 0);
}
