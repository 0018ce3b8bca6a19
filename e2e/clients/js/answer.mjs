// answer is what a call comes to; typed is the name of the exception that its caller catches.
export async function answer(call, typed = (error) => error.name) {
  try {
    return { output: (await call()) ?? {} };
  } catch (error) {
    return { text: String(error), type: typed(error) };
  }
}
