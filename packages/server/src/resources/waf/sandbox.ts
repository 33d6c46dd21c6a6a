import type { WafSnippet } from '@securescan/contract';
import { type ConfigurationFile, READER_IDS, type ReaderId } from '@securescan/waf';
import type { z } from 'zod';
import type { ServerConfig } from '../../config/server-config.ts';
import type { Handlers } from '../../http/handler.ts';
import { badRequest, HttpProblem } from '../../problem/http-problem.ts';
import type { Sandbox } from '../../waf-sandbox/sandbox.ts';
import type { ThreadFailure } from '../../waf-sandbox/threads.ts';

const MAX_CODE_BYTES = 1024 * 1024;
const MAX_FILES = 200;
const MAX_PROBLEMS = 100;
const RETRY_SOON = { headers: { 'retry-after': '2' } } as const;
const SHIPPED = 'the controls that ship with the product';

/** What code is called whose sender did not say. */
const FILE_NAMES: Readonly<Record<ReaderId, string>> = {
  terraform: 'main.tf',
  plan: 'plan.json',
  cdk: 'main.ts',
  cloudformation: 'template.yaml',
  pulumi: '__main__.py',
  bicep: 'main.bicep',
  kubernetes: 'manifest.yaml',
};

export function createSandboxHandlers(
  { waf }: ServerConfig,
  sandbox: Sandbox,
): Handlers<'checkWafSnippet' | 'getWafSandboxStatus'> {
  const directory = waf.controlsDirectory ?? '';
  return {
    async checkWafSnippet({ body }) {
      if (!waf.sandbox) throw new HttpProblem(503, 'The sandbox is switched off (SECURESCAN_WAF_SANDBOX)');
      const reader = readKind(body.iac);
      const files = readFiles(body, reader);
      const controls = await sandbox.controls();
      if (!controls.exists) {
        throw new HttpProblem(
          503,
          `Controls directory not found: ${directory}. Set the WAFPASS_CONTROLS_DIR environment variable to the path containing your WAF++ YAML control files.`,
        );
      }
      const { count } = toResult(controls.loaded);
      if (count === 0) throw new HttpProblem(503, `No controls found in ${directory === '' ? SHIPPED : directory}.`);
      const result = toResult(await sandbox.check(reader, files));
      if (result.kind === 'unreadable') throw unreadable(result.detail, result.errors);
      return { json: { engine: 'real', controls_dir: directory, controls_loaded: count, ...result.report } };
    },

    async getWafSandboxStatus() {
      const { exists, loaded } = await sandbox.controls();
      const { count, problems } = toResult(loaded);
      return {
        json: {
          engine_available: waf.sandbox,
          controls_dir: directory,
          controls_dir_exists: exists,
          controls_loaded: count,
          environment: waf.environment,
          problems: problems
            .slice(0, MAX_PROBLEMS)
            .map(({ file, line, column, severity, message }) => `${file}:${line}:${column}: ${severity}: ${message}`),
        },
      };
    },
  };
}

function readKind(word: string): ReaderId {
  const known = READER_IDS.find((id) => id === word.trim().toLowerCase());
  if (known !== undefined) return known;
  throw badRequest(`Unknown IaC engine: ${word.slice(0, 100)}. Known are ${READER_IDS.join(', ')}`);
}

/** @throws HttpProblem 413 for more code than is checked here */
function readFiles(
  { hcl, filename, files }: z.output<typeof WafSnippet>,
  reader: ReaderId,
): readonly ConfigurationFile[] {
  const list: ConfigurationFile[] =
    files === undefined
      ? [{ path: filename ?? FILE_NAMES[reader], text: hcl ?? '' }]
      : Object.entries(files).map(([path, text]) => ({ path, text }));
  const bytes = list.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (bytes > MAX_CODE_BYTES) throw new HttpProblem(413, `The code is larger than ${MAX_CODE_BYTES} bytes`);
  if (list.length > MAX_FILES) throw new HttpProblem(413, `There are more than ${MAX_FILES} files`);
  return list;
}

/** @throws HttpProblem for what gave no result */
function toResult<Result extends { readonly kind: 'controls' | 'report' | 'unreadable' }>(
  outcome: Result | ThreadFailure,
): Result {
  if (outcome.kind === 'too-long') throw unreadable('The check took longer than 5 s and was ended');
  if (outcome.kind === 'too-large') throw unreadable('The check took more than 256 MiB and was ended');
  if (outcome.kind === 'busy') throw new HttpProblem(503, 'All workers of the sandbox are busy; try again', RETRY_SOON);
  if (outcome.kind === 'broken') throw new HttpProblem(503, 'The check failed; try again', RETRY_SOON);
  return outcome;
}

function unreadable(detail: string, errors: readonly object[] = []): HttpProblem {
  return new HttpProblem(422, detail, { members: { errors } });
}
