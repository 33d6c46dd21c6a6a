import { baseName } from '../tool-report/index.ts';

const CONFIGURATION = /\.(?:tf|tofu)(?:\.json)?$/;
const MANIFEST = /\.(?:ya?ml|json|template)$/i;
/** Files of JSON and YAML that are well known to be something else; they are many and large. */
const SOMETHING_ELSE =
  /^(?:package|package-lock|npm-shrinkwrap|composer|tsconfig(?:\..+)?|jsconfig|deno|renovate|\.?eslintrc|\.prettierrc|angular|nx|lerna|turbo|manifest)\.json$|^(?:pnpm-lock|pnpm-workspace|mkdocs|\.pre-commit-config|\.gitlab-ci|dependabot|codecov|docker-compose(?:\..+)?|compose)\.ya?ml$/i;
const SOMETHING_ELSE_FOLDERS = /(?:^|\/)\.github\//;
const WAIVERS = /^(?:\.wafpass-skip|risk_acceptance)\.ya?ml$/;

/** Terraform and OpenTofu, in the native syntax and in JSON. */
export function isConfiguration(path: string): boolean {
  return CONFIGURATION.test(path);
}

/** Whether a file may be infrastructure code, by its name; of YAML and JSON only the text tells. */
export function isCandidate(path: string): boolean {
  return CONFIGURATION.test(path) || mayBeManifest(path);
}

/** Whether a file may be a template of CloudFormation or a manifest of Kubernetes. */
export function mayBeManifest(path: string): boolean {
  return (
    MANIFEST.test(path) &&
    !CONFIGURATION.test(path) &&
    !SOMETHING_ELSE.test(baseName(path)) &&
    !SOMETHING_ELSE_FOLDERS.test(path)
  );
}

/** Files that say which controls are knowingly not met. */
export function isWaiverFile(path: string): boolean {
  return WAIVERS.test(baseName(path));
}

/** The kind of infrastructure code in a file that only its text tells; cheap, the reader looks closely. */
export function manifestKind(text: string): 'cloudformation' | 'kubernetes' | null {
  if (text.includes('AWS::') && /^Resources\s*:|"Resources"\s*:/m.test(text)) return 'cloudformation';
  if (text.includes('apiVersion') && /^apiVersion\s*:|^["']apiVersion["']\s*:|"apiVersion"\s*:/m.test(text))
    return 'kubernetes';
  return null;
}
