export * from './eventPlan';
export * from './planDeliveries';
