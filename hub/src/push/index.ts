export { Backoff } from './backoff';
export { PushBatches } from './batches';
export { Dispatcher, POLL_MS, type DispatcherParts } from './dispatcher';
export { Loop, realSleep, type Sleep } from './loop';
export { axiosPost } from './post';
export { PushSender } from './sender';
export { withSignals } from './signals';
