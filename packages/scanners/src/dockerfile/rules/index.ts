import { commandRules } from './commands.ts';
import { fileRules } from './files.ts';
import { imageRules } from './images.ts';
import type { DockerfileRule } from './rule.ts';
import { settingRules } from './settings.ts';
import { userRules } from './users.ts';

/** All rules, sorted by id. */
export const dockerfileRules: readonly DockerfileRule[] = [
  ...imageRules,
  ...userRules,
  ...commandRules,
  ...fileRules,
  ...settingRules,
].toSorted((a, b) => (a.id < b.id ? -1 : 1));
