import { render } from 'preact';
import { App } from './app';
import './styles.css';

const root = document.getElementById('desk');
if (root !== null) render(<App />, root);
