import { load, YAMLException } from 'js-yaml';

/** Where the numbers of a run are sent. */
export type ExportTarget =
  | {
      readonly kind: 'pushgateway';
      readonly name: string;
      readonly url: string;
      readonly job: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'webhook';
      readonly name: string;
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      /** The whole snapshot, or only its numbers. */
      readonly includeFullSnapshot: boolean;
    };

/** Exports of the reference that do nothing there, and what does the work. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  datadog: 'let the Datadog agent scrape the Pushgateway, or use a webhook',
  splunk: 'use a webhook to the HTTP Event Collector',
  slack: 'use a webhook to a service that writes the message',
};

/** Reads `.wafpass-export.yml`, with `${NAME}` in texts replaced by variables. */
export function parseExports(
  text: string,
  file: string,
  names: readonly string[],
  variables: Readonly<Record<string, string>>,
): { readonly targets: readonly ExportTarget[]; readonly problems: readonly string[] } {
  const targets: ExportTarget[] = [];
  const problems: string[] = [];
  const entries = readEntries(text, file, problems);
  for (const name of problems.length > 0 ? [] : names) {
    const entry = entries[name];
    if (!isMapping(entry)) {
      const known = Object.keys(entries);
      problems.push(
        `${file}: no export is named '${name}'; there ${known.length === 0 ? 'are none' : `is ${known.join(', ')}`}`,
      );
      continue;
    }
    const target = toTarget(name, entry, variables);
    if (typeof target === 'string') problems.push(`${file}: exports.${name}: ${target}`);
    else targets.push(target);
  }
  return { targets, problems };
}

function readEntries(text: string, file: string, problems: string[]): Readonly<Record<string, unknown>> {
  try {
    const document: unknown = load(text, { filename: file });
    if (isMapping(document) && isMapping(document['exports'])) return document['exports'];
    problems.push(`${file}: needs a mapping named exports`);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { mark, reason } = error;
    problems.push(`${file}:${(mark?.line ?? 0) + 1}:${(mark?.column ?? 0) + 1}: ${reason}`);
  }
  return {};
}

function toTarget(
  name: string,
  entry: Readonly<Record<string, unknown>>,
  variables: Readonly<Record<string, string>>,
): ExportTarget | string {
  const type = typeof entry['type'] === 'string' ? entry['type'].toLowerCase() : name.toLowerCase();
  const elsewhere = ELSEWHERE[type];
  if (elsewhere !== undefined) return `${type} is not supported; ${elsewhere}`;
  if (type !== 'prometheus' && type !== 'grafana' && type !== 'webhook') {
    return `unknown type '${type}'; use prometheus, grafana or webhook`;
  }
  try {
    const url = expand(firstText(entry, ['url', 'pushgateway_url', 'push_url', 'endpoint']), variables);
    const parsed = URL.parse(url);
    if (parsed === null || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:'))
      return 'needs url, an http or https address';
    const headers = expandHeaders(entry, variables);
    if (type === 'webhook') {
      return { kind: 'webhook', name, url, headers, includeFullSnapshot: entry['include_full_snapshot'] !== false };
    }
    return {
      kind: 'pushgateway',
      name,
      url,
      headers,
      job: expand(firstText(entry, ['job', 'job_name']) || 'wafpass', variables),
    };
  } catch (error) {
    if (error instanceof MissingVariable) return `the variable ${error.message} is not set`;
    throw error;
  }
}

function expandHeaders(
  entry: Readonly<Record<string, unknown>>,
  variables: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  const given = isMapping(entry['headers']) ? entry['headers'] : {};
  for (const [header, value] of Object.entries(given)) headers[header.toLowerCase()] = expand(String(value), variables);
  const token = firstText(entry, ['token', 'api_key', 'bearer_token']);
  if (token !== '') headers['authorization'] ??= `Bearer ${expand(token, variables)}`;
  return headers;
}

class MissingVariable extends Error {
  override readonly name = 'MissingVariable';
}

function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{([A-Za-z_]\w*)\}/g, (_, name: string) => {
    const value = variables[name];
    if (value === undefined) throw new MissingVariable(name);
    return value;
  });
}

function firstText(entry: Readonly<Record<string, unknown>>, names: readonly string[]): string {
  for (const name of names) if (typeof entry[name] === 'string') return entry[name];
  return '';
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
