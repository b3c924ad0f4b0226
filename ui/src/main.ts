import './backend/language';
import './theme/tokens.css';
import './theme/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { tauri } from './backend/tauri';

mount(App, { target: document.getElementById('app')!, props: { backend: tauri } });
