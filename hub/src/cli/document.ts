import { Command } from 'commander';
import { documentTypes, isDocumentType, validateDocument } from '../../../core/documents';
import { printJson, readJson, reject } from './io';
import { UsageError } from './usageError';

/** `medsupply document validate`: a canonical document against its schema and the checks a schema cannot express. */
export function documentCommand(): Command {
  const command = new Command('document').description('Canonical documents');
  command
    .command('validate')
    .description('Validate a canonical document: {"valid", "issues": [{"target", "message"}]}')
    .requiredOption('--type <type>', `document type: ${documentTypes.join(', ')}`)
    .requiredOption('--input <file>', 'JSON file, - for stdin')
    .action(({ type, input }: { type: string; input: string }) => {
      if (!isDocumentType(type))
        throw new UsageError(`"${type}" is not a document type; the types are ${documentTypes.join(', ')}`);
      const file = readJson(input);
      if (!file.ok) {
        reject({ valid: false, issues: [{ target: '', message: file.message }] });
        return;
      }
      const { valid, issues } = validateDocument(type, file.value);
      if (valid) printJson({ valid, issues });
      else reject({ valid, issues });
    });
  return command;
}
