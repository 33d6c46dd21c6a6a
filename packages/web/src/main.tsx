import './app/zod-settings.ts';
import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { createApp } from './app/create-app.ts';

const place = document.querySelector('#root');
if (place) createRoot(place).render(<App parts={createApp()} />);
