import { compareCodePoints } from '@securescan/model';
import { createSource } from '../../hcl/source-text.ts';
import { readPlanText } from '../../plan/plan-text.ts';
import { detectRegions } from '../../regions/detect-regions.ts';
import type { InfrastructureBlock } from '../../state/block.ts';
import { createProblems, fileStart } from '../data/problems.ts';
import type { Reader } from '../reader.ts';
import { planBlocks } from './plan-blocks.ts';

const SKIPPED_FOLDERS = /(?:^|\/)(?:\.git|\.terraform|node_modules)\//;

/**
 * Plans as `terraform show -json` writes them: values are final, modules and instances are there one by one, and what is
 * settled at apply is unknown. Checks for Terraform apply.
 */
export const planReader: Reader = {
  id: 'plan',
  title: 'Terraform plan',
  engines: ['terraform'],
  accepts: (path) => !SKIPPED_FOLDERS.test(path) && /\.json$/i.test(path),
  read: (files) => {
    const problems = createProblems();
    const blocks: InfrastructureBlock[] = [];
    const others: (() => void)[] = [];
    let read = 0;
    for (const { path, text } of files.toSorted((a, b) => compareCodePoints(a.path, b.path))) {
      const start = fileStart(createSource(path, text));
      const content = readPlanText(text);
      if (content.kind === 'stream') {
        read += 1;
        problems.error(
          'This is the line stream of `terraform plan -json`, which has no values. Save the plan (`terraform plan -out=tfplan`) and give what `terraform show -json tfplan` writes.',
          start,
        );
      } else if (content.kind === 'plan' && 'planned_values' in content.plan) {
        read += 1;
        for (const block of planBlocks(content.plan)) blocks.push({ ...block, root: path });
      } else {
        const reason = content.kind === 'none' ? content.reason : 'it has no `planned_values`';
        others.push(() => {
          problems.error(`This is no plan: ${reason}. Give what \`terraform show -json <plan>\` writes.`, start);
        });
      }
    }
    // Beside a plan other JSON files are of no interest; without one they are what was meant.
    if (read === 0) for (const report of others) report();
    return { blocks, regions: detectRegions(blocks), diagnostics: problems.list, files: read };
  },
};
