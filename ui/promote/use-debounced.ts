"use client";
import { useEffect, useState } from "react";

/** The value once it has stayed the same for a while. `text` tells values apart. */
export function useDebounced<T>(value: T, text: string, ms: number): T {
  const [settled, setSettled] = useState({ value, text });
  useEffect(() => {
    if (settled.text === text) return;
    const timer = setTimeout(() => setSettled({ value, text }), ms);
    return () => clearTimeout(timer);
  }, [value, text, settled, ms]);
  return settled.value;
}
