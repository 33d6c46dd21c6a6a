import type { CommandSpec } from '../command/spec.ts';
import { keyOptions, urlOption } from './waf-options.ts';

export const wafPushCommand: CommandSpec = {
  name: 'waf push',
  summary: 'Post a result document to a server',
  description:
    'The same document of one pipeline run is stored once: it is sent with a digest, so that a step that is repeated does not double the history.',
  arguments: [{ name: 'FILE', description: 'wafpass-result.json; - for stdin', required: true, completes: 'file' }],
  options: [urlOption, ...keyOptions],
  examples: [
    { command: 'securescan waf push wafpass-result.json --url https://waf.example', note: 'key in WAFPASS_API_KEY' },
  ],
  load: async () => (await import('../run/waf/push-file.ts')).run,
};
