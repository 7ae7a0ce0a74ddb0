export * from './incidentDesk';
export * from './maskValues';
export * from './routes';
