export * from './driver';
export * from './post';
