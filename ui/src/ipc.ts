// The only file that touches the webview API.
import { invoke } from "@tauri-apps/api/core";

export interface LibrarySummary {
  folder: string;
  documents: number;
}

export interface ApiError {
  code: string;
  message: string;
  hint: string | null;
}

export const librarySummary = (): Promise<LibrarySummary> => invoke("library_summary");
