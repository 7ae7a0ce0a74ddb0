export * from './erp';
export * from './hub';
export * from './nodeProcess';
export * from './running';
export * from './supervised';
