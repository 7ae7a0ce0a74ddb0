import { describeErpNode } from '../../nodes/Erp/nodeSuite';
import { liveTryton, skipReason } from './peer';

const reason = skipReason();
if (reason === undefined) describeErpNode('a real Tryton 6.0', async () => ({ ...liveTryton, pace: 1 }));
else test.skip(`the ERP node with a real Tryton: ${reason}`, () => {});
