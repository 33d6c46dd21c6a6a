import { buildDocument, compactDocument } from '@securescan/waf';
import type { ResultDocument } from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import type { CheckChoices } from './check-choices.ts';
import type { CheckedCode } from './check-code.ts';

/** The document of a check, whole. */
export function toDocument(checked: CheckedCode, choices: CheckChoices): ResultDocument {
  const { facts } = checked;
  const document = buildDocument(checked.check, {
    project: facts.project,
    branch: facts.branch,
    gitSha: facts.gitSha,
    triggeredBy: facts.triggeredBy,
    isCicd: facts.isCicd,
    stage: facts.stage,
    iacFramework: checked.reader.id,
    sourcePaths: choices.paths,
    secrets: checked.secrets,
    planChanges: checked.planChanges,
  });
  const unread = checked.unread.map(({ path, reason }) => ({
    severity: 'error' as const,
    file: path,
    line: 1,
    column: 1,
    message: `the file ${reason}`,
  }));
  return { ...document, diagnostics: [...unread, ...document.diagnostics] };
}

/** The document as it is written and sent: in compact form and with the checked files where that is wanted. */
export function toSentDocument(document: ResultDocument, checked: CheckedCode, args: ParsedArguments): ResultDocument {
  const compact = args.has('compact') ? compactDocument(document) : document;
  if (!args.has('upload-source')) return compact;
  const code = checked.files.filter(({ path }) => checked.reader.accepts(path));
  return { ...compact, source_snapshot: Object.fromEntries(code.map(({ path, text }) => [path, text])) };
}
