import { parseCampaignOptions } from '../../sandbox/src/campaign';
import { erpRates } from '../../sandbox/src/campaign/options';

test('a campaign without arguments is the short one, with every fault', () => {
  const options = parseCampaignOptions({});
  expect(options).toMatchObject({ setup: 'single', events: 2_000, seed: '1', resume: false });
  expect(options.kills).toEqual({ hub: [1, 3], erp: [10, 30], n8n: [20, 60], freeze: true });
  expect(erpRates(options.faults)).toEqual({
    timeoutAfterCommit: 0.05,
    lateCommit: 0.03,
    error429: 0.02,
    error500BeforeCommit: 0.02,
    error500AfterCommit: 0.01,
  });
});

test('without kills among the faults nothing is killed, whatever the schedule', () => {
  expect(parseCampaignOptions({ faults: 'drop,late', kills: 'hub=1-3' }).kills).toEqual({ freeze: false });
});

test.each([
  [{ setup: 'double' }, '--setup is one of single, queue, no-hub'],
  [{ faults: 'rain' }, '"rain" is no fault'],
  [{ events: '0' }, '--events takes a whole number above zero'],
  [{ kills: 'often' }, '"often" is no part of a kill schedule'],
])('%j is refused by name', (values, message) => {
  expect(() => parseCampaignOptions(values)).toThrow(message);
});
