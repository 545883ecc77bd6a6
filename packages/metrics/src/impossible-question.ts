/** A question about the audience or about several shows that contradicts itself; `pointer` (JSON pointer) says where. */
export class ImpossibleQuestion extends Error {
  override readonly name = "ImpossibleQuestion";
  readonly pointer: string;
  constructor(pointer: string, message: string) {
    super(message);
    this.pointer = pointer;
  }
}
