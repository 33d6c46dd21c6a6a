import { parseWafRun } from '../resources/waf/parse-run.ts';
import type { ParseBody } from './read-inputs.ts';

/** Routes whose bodies are too large to go through their schema when nothing is wrong with them. */
export const BODY_PARSERS: Readonly<Record<string, ParseBody | undefined>> = { createWafRun: parseWafRun };
