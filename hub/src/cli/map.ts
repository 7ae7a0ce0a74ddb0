import { Command } from 'commander';
import { printJson, readJson, reject } from './io';
import { listMappings, loadMapping, testMappings } from './mappings';
import { readContext } from './context';
import { addHubMappingCommands } from './mapHub';
import type { CompiledMapping } from '../../../core/mapping';

interface RunOptions {
  readonly mapping: string;
  readonly input: string;
  readonly context?: readonly string[];
}

type Work = (mapping: CompiledMapping, input: unknown, context: Readonly<Record<string, unknown>>) => void;

/** `medsupply map …`: lists, runs, explains and tests mappings, and keeps them at the hub. */
export function mapCommand(): Command {
  const command = new Command('map').description('Field mappings');

  command
    .command('list')
    .description('List the shipped mappings')
    .action(() => printJson(listMappings()));

  runner(
    command,
    'run',
    'Map one record: prints the document, or {"issues": [{"rule", "source", "target", "message"}]}',
    (mapping, input, context) => {
      const { output, issues } = mapping.apply(input, context);
      if (output === undefined) reject({ issues });
      else printJson(output);
    },
  );

  runner(
    command,
    'explain',
    'Say for every output field which rule made it from which input fields',
    (mapping, input, context) => {
      const { fields, issues } = mapping.explain(input, context);
      if (issues.length > 0) reject({ fields, issues });
      else printJson({ fields, issues });
    },
  );

  runner(
    command,
    'coverage',
    'List the input fields that rules read, and those with a value that nobody reads',
    (mapping, input) => {
      printJson(mapping.coverage(input));
    },
  );

  command
    .command('test')
    .argument('[dir]', 'folder with mapping files, or one file (default: the shipped mappings)')
    .description('Run the examples inside mapping files')
    .action((dir: string | undefined) => {
      const report = testMappings(dir);
      if (report.failed > 0) reject(report);
      else printJson(report);
    });

  addHubMappingCommands(command);
  return command;
}

function runner(command: Command, name: string, description: string, work: Work): void {
  command
    .command(name)
    .description(description)
    .requiredOption('--mapping <id or file>', 'id of a shipped mapping (see "map list") or a mapping file')
    .requiredOption('--input <file>', 'JSON file with one record, - for stdin')
    .option('--context <name=value...>', 'context values of the mapping, e.g. tenant=a.myshopify.com timeZone=Europe/Berlin')
    .action((options: RunOptions) => {
      const loaded = loadMapping(options.mapping);
      if (!loaded.ok) {
        reject({ issues: loaded.issues });
        return;
      }
      const context = readContext(options.context ?? []);
      const file = readJson(options.input);
      if (!file.ok) {
        reject({ issues: [{ rule: `${loaded.mapping.id}#input`, source: '', target: '', message: file.message }] });
        return;
      }
      work(loaded.mapping, file.value, context);
    });
}
