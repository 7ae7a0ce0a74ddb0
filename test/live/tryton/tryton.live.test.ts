import { describeErpContract } from '../../nodes/Erp/contract';
import { trytonHarness } from '../../nodes/Erp/support/trytonHarness';
import { liveTryton, skipReason } from './peer';

// Start the peer with `./all.sh` in this folder; `./30-serve.sh reset` brings the seeded state back.
const reason = skipReason();
if (reason === undefined) describeErpContract('Tryton 6.0', () => trytonHarness({ ...liveTryton, pace: 1 }));
else test.skip(`the ERP contract on a real Tryton: ${reason}`, () => {});
