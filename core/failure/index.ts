export * from './failure';
export * from './describeShape';
