# DeltaBlue: constraints of different strengths between variables are kept satisfied while values change (one way, no
# cycles). A chain of equalities, then a row of scaled values.
N = 25

REQUIRED, STRONG_PREFERRED, PREFERRED, STRONG_DEFAULT, NORMAL, WEAK_DEFAULT, WEAKEST = range(7)
FORWARD = 1
BACKWARD = -1


class Variable:
    def __init__(self, name, value=0):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.mark = 0
        self.walk_strength = WEAKEST
        self.stay = True


class Constraint:
    def __init__(self, strength):
        self.strength = strength

    def add_to(self, planner):
        self.attach()
        planner.incremental_add(self)

    def destroy(self, planner):
        if self.is_satisfied():
            planner.incremental_remove(self)
        self.detach()

    def is_input(self):
        return False

    def satisfy(self, mark, planner):
        # Takes over the output, if that is allowed; the constraint that loses it is returned.
        self.choose_method(mark)
        if not self.is_satisfied():
            if self.strength == REQUIRED:
                raise RuntimeError("a required constraint cannot be satisfied")
            return None
        self.mark_inputs(mark)
        out = self.output()
        loser = out.determined_by
        if loser is not None:
            loser.mark_unsatisfied()
        out.determined_by = self
        if not planner.add_propagate(self, mark):
            raise RuntimeError("a cycle of constraints")
        out.mark = mark
        return loser


class Unary(Constraint):
    def __init__(self, variable, strength, planner):
        super().__init__(strength)
        self.variable = variable
        self.satisfied = False
        self.add_to(planner)

    def attach(self):
        self.variable.constraints.append(self)
        self.satisfied = False

    def detach(self):
        self.variable.constraints.remove(self)
        self.satisfied = False

    def is_satisfied(self):
        return self.satisfied

    def mark_unsatisfied(self):
        self.satisfied = False

    def choose_method(self, mark):
        self.satisfied = self.variable.mark != mark and self.strength < self.variable.walk_strength

    def mark_inputs(self, mark):
        pass

    def inputs_known(self, mark):
        return True

    def output(self):
        return self.variable

    def recalculate(self):
        self.variable.walk_strength = self.strength
        self.variable.stay = not self.is_input()
        if self.variable.stay:
            self.execute()

    def execute(self):
        pass


class Stay(Unary):
    pass


class Edit(Unary):
    def is_input(self):
        return True


class Binary(Constraint):
    def __init__(self, first, second, strength, planner):
        super().__init__(strength)
        self.first = first
        self.second = second
        self.direction = 0
        self.add_to(planner)

    def variables(self):
        return [self.first, self.second]

    def attach(self):
        for variable in self.variables():
            variable.constraints.append(self)
        self.direction = 0

    def detach(self):
        for variable in self.variables():
            variable.constraints.remove(self)
        self.direction = 0

    def is_satisfied(self):
        return self.direction != 0

    def mark_unsatisfied(self):
        self.direction = 0

    def choose_method(self, mark):
        first, second = self.first, self.second
        if first.mark == mark:
            free = second.mark != mark and self.strength < second.walk_strength
            self.direction = FORWARD if free else 0
        elif second.mark == mark:
            free = first.mark != mark and self.strength < first.walk_strength
            self.direction = BACKWARD if free else 0
        elif first.walk_strength > second.walk_strength:
            self.direction = BACKWARD if self.strength < first.walk_strength else 0
        else:
            self.direction = FORWARD if self.strength < second.walk_strength else BACKWARD
            if self.direction == BACKWARD and self.strength >= first.walk_strength:
                self.direction = 0

    def input(self):
        return self.first if self.direction == FORWARD else self.second

    def output(self):
        return self.second if self.direction == FORWARD else self.first

    def mark_inputs(self, mark):
        self.input().mark = mark

    def inputs_known(self, mark):
        source = self.input()
        return source.mark == mark or source.stay or source.determined_by is None

    def recalculate(self):
        source, out = self.input(), self.output()
        out.walk_strength = max(self.strength, source.walk_strength)
        out.stay = source.stay
        if out.stay:
            self.execute()


class Equal(Binary):
    def execute(self):
        self.output().value = self.input().value


class Scale(Binary):
    def __init__(self, first, scale, offset, second, strength, planner):
        self.scale = scale
        self.offset = offset
        super().__init__(first, second, strength, planner)

    def variables(self):
        return [self.first, self.second, self.scale, self.offset]

    def mark_inputs(self, mark):
        super().mark_inputs(mark)
        self.scale.mark = mark
        self.offset.mark = mark

    def execute(self):
        if self.direction == FORWARD:
            self.second.value = self.first.value * self.scale.value + self.offset.value
        else:
            self.first.value = (self.second.value - self.offset.value) // self.scale.value

    def recalculate(self):
        source, out = self.input(), self.output()
        out.walk_strength = max(self.strength, source.walk_strength)
        out.stay = source.stay and self.scale.stay and self.offset.stay
        if out.stay:
            self.execute()


class Planner:
    def __init__(self):
        self.last_mark = 0

    def new_mark(self):
        self.last_mark += 1
        return self.last_mark

    def incremental_add(self, constraint):
        mark = self.new_mark()
        loser = constraint.satisfy(mark, self)
        while loser is not None:
            loser = loser.satisfy(mark, self)

    def incremental_remove(self, constraint):
        out = constraint.output()
        constraint.mark_unsatisfied()
        constraint.detach()
        unsatisfied = self.remove_propagate(out)
        constraint.attach()
        for strength in range(REQUIRED, WEAKEST):
            for other in unsatisfied:
                if other.strength == strength:
                    self.incremental_add(other)

    def add_propagate(self, constraint, mark):
        agenda = [constraint]
        while agenda:
            now = agenda.pop()
            if now.output().mark == mark:
                self.incremental_remove(constraint)
                return False
            now.recalculate()
            self.add_consumers(now.output(), agenda)
        return True

    def remove_propagate(self, out):
        out.determined_by = None
        out.walk_strength = WEAKEST
        out.stay = True
        unsatisfied = []
        agenda = [out]
        while agenda:
            variable = agenda.pop()
            for constraint in variable.constraints:
                if not constraint.is_satisfied():
                    unsatisfied.append(constraint)
                elif constraint is not variable.determined_by:
                    constraint.recalculate()
                    agenda.append(constraint.output())
        return unsatisfied

    def add_consumers(self, variable, agenda):
        for constraint in variable.constraints:
            if constraint is not variable.determined_by and constraint.is_satisfied():
                agenda.append(constraint)

    def plan(self, sources):
        # What must be executed, in order, when the sources change.
        mark = self.new_mark()
        steps = []
        agenda = sources[:]
        while agenda:
            constraint = agenda.pop()
            out = constraint.output()
            if out.mark != mark and constraint.inputs_known(mark):
                steps.append(constraint)
                out.mark = mark
                self.add_consumers(out, agenda)
        return steps


def change(planner, variable, value):
    edit = Edit(variable, PREFERRED, planner)
    steps = planner.plan([edit])
    for _ in range(4):
        variable.value = value
        for constraint in steps:
            constraint.execute()
    edit.destroy(planner)


def chain(n):
    planner = Planner()
    variables = [Variable("v" + str(i)) for i in range(n + 1)]
    for i in range(n):
        Equal(variables[i], variables[i + 1], REQUIRED, planner)
    first, last = variables[0], variables[n]
    Stay(last, STRONG_DEFAULT, planner)
    edit = Edit(first, PREFERRED, planner)
    steps = planner.plan([edit])
    check = 0
    for value in range(40):
        first.value = value
        for constraint in steps:
            constraint.execute()
        check += last.value
    edit.destroy(planner)
    return check


def projection(n):
    planner = Planner()
    scale = Variable("scale", 10)
    offset = Variable("offset", 1000)
    sources = []
    targets = []
    for i in range(n):
        source = Variable("source", i)
        target = Variable("target", i)
        sources.append(source)
        targets.append(target)
        Stay(source, NORMAL, planner)
        Scale(source, scale, offset, target, REQUIRED, planner)
    change(planner, sources[n // 2], 17)
    forwards = targets[n // 2].value
    change(planner, targets[n // 2], 1050)
    backwards = sources[n // 2].value
    change(planner, scale, 5)
    scaled = sum([target.value for target in targets])
    change(planner, offset, 2000)
    return forwards, backwards, scaled, sum([target.value for target in targets])


print("deltablue", N, chain(N), *projection(N))
