import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { N8nPaths } from './paths';

/**
 * Packs the pack as npm would publish it and puts it where n8n looks for community packages. Each user folder has its own copy, so that
 * a build meanwhile changes nothing for an n8n that runs.
 */
export function installPack(paths: N8nPaths, userFolder: string): void {
  const work = path.join(userFolder, 'pack');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--workspaces=false', '--pack-destination', work], {
    cwd: paths.root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const tarball = readdirSync(work).find((file) => file.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack made no tarball');
  execFileSync('tar', ['-xzf', path.join(work, tarball), '-C', work]);
  const modules = path.join(userFolder, '.n8n/nodes/node_modules');
  mkdirSync(modules, { recursive: true });
  const target = path.join(modules, 'n8n-nodes-medsupply');
  rmSync(target, { recursive: true, force: true });
  symlinkSync(path.join(work, 'package'), target, 'dir');
}
