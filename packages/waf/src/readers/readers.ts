import { SecureScanError } from '@securescan/model';
import { bicepReader } from './bicep/bicep-reader.ts';
import { cdkReader } from './cdk/cdk-reader.ts';
import { cloudformationReader } from './cloudformation/cloudformation-reader.ts';
import { kubernetesReader } from './kubernetes/kubernetes-reader.ts';
import { planReader } from './plan/plan-reader.ts';
import { pulumiReader } from './pulumi/pulumi-reader.ts';
import { READER_IDS, type Reader, type ReaderId } from './reader.ts';
import { terraformReader } from './terraform/terraform-reader.ts';

/** Every reader under its id, in the order in which people see them. */
export const readers: Readonly<Record<ReaderId, Reader>> = {
  terraform: terraformReader,
  plan: planReader,
  cdk: cdkReader,
  cloudformation: cloudformationReader,
  pulumi: pulumiReader,
  bicep: bicepReader,
  kubernetes: kubernetesReader,
};

/**
 * The reader of a word as people type it, in any case.
 * @throws SecureScanError `E_ARGUMENT` that lists the known ones
 */
export function readerFor(word: string): Reader {
  const id = READER_IDS.find((one) => one === word.trim().toLowerCase());
  if (id !== undefined) return readers[id];
  throw new SecureScanError(
    'E_ARGUMENT',
    `Unknown kind of infrastructure code: ${word}. Known are ${READER_IDS.join(', ')}.`,
    {
      details: { known: [...READER_IDS] },
    },
  );
}
