import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where the real n8n and its data live: all of it below `.run/`, which is never committed. */
export interface N8nPaths {
  readonly root: string;
  /** Folder with the installed server. */
  readonly server: string;
  readonly nodeBinary: string;
  /** Headers of the Node that runs the server, for building its native parts. */
  readonly nodeHeaders: string;
}

export function n8nPaths(root: string): N8nPaths {
  const binaryPackage = path.join(
    root,
    'node_modules/node/node_modules',
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
  );
  return {
    root,
    server: path.join(root, '.run/n8n'),
    nodeBinary: path.join(root, 'node_modules/node/bin/node'),
    nodeHeaders: binaryPackage,
  };
}

/** Whether the server is installed with its native SQLite driver built. */
export function isInstalled({ server }: N8nPaths): boolean {
  return existsSync(path.join(server, '.installed'));
}
