export { NOTICE_LIFETIME_MS, NoticeOutbox } from './outbox';
export { NOTICE_SOURCE, NoticePusher } from './pusher';
