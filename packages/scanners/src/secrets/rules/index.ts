import type { SecretRule } from '../rule.ts';
import { aiRules } from './ai.ts';
import { awsRules } from './aws.ts';
import { azureRules } from './azure.ts';
import { formatRules, genericRules } from './general.ts';
import { githubRules } from './github.ts';
import { gitlabRules } from './gitlab.ts';
import { googleRules } from './google.ts';
import { infrastructureRules } from './infrastructure.ts';
import { messagingRules } from './messaging.ts';
import { monitoringRules } from './monitoring.ts';
import { paymentRules } from './payment.ts';
import { platformRules } from './platforms.ts';
import { registryRules } from './registries.ts';
import { serviceRules } from './services.ts';
import { urlRules } from './urls.ts';

/** All rules. Where two match the same text, the earlier one names it. */
export const secretRules: readonly SecretRule[] = [
  ...awsRules,
  ...githubRules,
  ...gitlabRules,
  ...registryRules,
  ...azureRules,
  ...googleRules,
  ...messagingRules,
  ...paymentRules,
  ...aiRules,
  ...infrastructureRules,
  ...monitoringRules,
  ...platformRules,
  ...serviceRules,
  ...formatRules,
  ...urlRules,
  ...genericRules,
];
