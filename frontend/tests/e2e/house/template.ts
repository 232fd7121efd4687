/** Before all tests: a CMS with the sample communities, of which each group of tests gets a copy. */

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { CHECKOUT, chooseAddresses, cmsVariables, PYTHON } from './addresses';
import { run } from './program';

/** Returns what removes everything that the run has written. */
export default async function makeTemplate(): Promise<() => void> {
  const addresses = await chooseAddresses();
  const folder = join(addresses.folder, 'template');
  mkdirSync(folder);
  const manage = (...parameters: string[]) =>
    run({
      command: [PYTHON, 'manage.py', ...parameters],
      folder: CHECKOUT,
      variables: cmsVariables(addresses, folder),
      log: join(addresses.folder, `${parameters[0] ?? ''}.log`),
    });
  await Promise.all([manage('demo'), manage('collectstatic', '--no-input', '--verbosity', '0')]);
  return () => {
    rmSync(addresses.folder, { recursive: true });
  };
}
