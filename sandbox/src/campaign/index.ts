export * from './campaignFolder';
export * from './checker';
export * from './events';
export * from './history';
export * from './judgeFolder';
export * from './options';
export * from './runCampaign';
export * from './workflows';
