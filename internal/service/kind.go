package service

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"github.com/cognitofake/cognitofake/internal/awsjson"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Kind is a plain kind of things that a pool has: they are made, described,
// changed, deleted and listed, under a key. T is the SDK's struct that
// describes one; what inputs and T call by one name is the same. Key, Exists
// and Missing have to be there, the rest is for kinds that differ.
type Kind[T any] struct {
	Key     func(item *T) *string                   // the member that names an item in its pool
	Exists  func(poolID, key string) *refusal.Error // says that there is such an item already
	Missing func(key string) *refusal.Error         // says that there is none
	Check   func(item *T) *refusal.Error            // judges a new or changed item, and may complete it
	Gone    func(tx *state.Tx, key string)          // does what else the end of an item means
	Fold    func(key string) string                 // items whose keys fold alike do not stand side by side
	Quota   int                                     // how many a pool may have; 0: any number
	Full    func() *refusal.Error                   // says that there are so many
	Merges  bool                                    // an update leaves alone what it leaves out; else it takes it away
	ByKey   bool                                    // lists are in order of keys; else in order of creation
}

// Create answers the operation that makes an item. answer wraps it.
func Create[In, T, Out any](k Kind[T], answer func(item *T) *Out) func(*Request, *In) (*Out, error) {
	return func(r *Request, in *In) (*Out, error) {
		item := new(T)
		opt.Carry(in, item)
		err := commit(r, in, func(tx *state.Tx, shelf *state.Shelf[T]) (func(), *refusal.Error) {
			opt.Merge(&created{&tx.Now, &tx.Now}, item)
			if err := k.check(item); err != nil {
				return nil, err
			}
			key := *k.Key(item)
			switch {
			case shelf.Named(k.fold(key)):
				return nil, k.Exists(tx.Pool().ID, key)
			case k.Quota > 0 && shelf.Len() >= k.Quota:
				return nil, k.Full()
			}
			return func() { shelf.Add(key, k.fold(key), opt.Copy(item)) }, nil
		})
		if err != nil {
			return nil, err
		}
		return answer(item), nil
	}
}

// Describe answers the operation that shows an item.
func Describe[In, T, Out any](k Kind[T], answer func(item *T) *Out) func(*Request, *In) (*Out, error) {
	return func(r *Request, in *In) (*Out, error) {
		var item *T
		err := look(r, in, func(tx *state.Tx) (err *refusal.Error) {
			item, err = k.Find(tx, k.keyOf(in))
			return err
		})
		if err != nil {
			return nil, err
		}
		return answer(opt.Copy(item)), nil
	}
}

// Update answers the operation that changes an item.
func Update[In, T, Out any](k Kind[T], answer func(item *T) *Out) func(*Request, *In) (*Out, error) {
	return func(r *Request, in *In) (*Out, error) {
		var item *T
		err := commit(r, in, func(tx *state.Tx, shelf *state.Shelf[T]) (func(), *refusal.Error) {
			key := k.keyOf(in)
			old, err := k.Find(tx, key)
			if err != nil {
				return nil, err
			}
			item = opt.Copy(old)
			if k.Merges {
				opt.Merge(in, item)
			} else {
				opt.Carry(in, item)
			}
			opt.Merge(&modified{&tx.Now}, item)
			if err := k.check(item); err != nil {
				return nil, err
			}
			return func() { shelf.Replace(key, opt.Copy(item)) }, nil
		})
		if err != nil {
			return nil, err
		}
		return answer(item), nil
	}
}

// Delete answers the operation that ends an item.
func Delete[In, Out, T any](k Kind[T]) func(*Request, *In) (*Out, error) {
	return func(r *Request, in *In) (*Out, error) {
		err := commit(r, in, func(tx *state.Tx, shelf *state.Shelf[T]) (func(), *refusal.Error) {
			key := k.keyOf(in)
			if _, err := k.Find(tx, key); err != nil {
				return nil, err
			}
			return func() {
				shelf.Remove(key)
				if k.Gone != nil {
					k.Gone(tx, key)
				}
			}, nil
		})
		if err != nil {
			return nil, err
		}
		return new(Out), nil
	}
}

// ListOf answers the operation that lists the items of a pool. answer wraps a
// page of them, and the token of the rest.
func ListOf[In, T, Out any](k Kind[T], answer func(items []T, next *string) *Out) func(*Request, *In) (*Out, error) {
	return func(r *Request, in *In) (*Out, error) {
		items := []T{}
		var next *string
		if err := look(r, in, func(tx *state.Tx) (err *refusal.Error) {
			var page []*state.Item[T]
			page, next, err = k.page(r, in, state.ShelfOf[T](tx).Items())
			for _, item := range page {
				items = append(items, *opt.Copy(item.Value))
			}
			return err
		}); err != nil {
			return nil, err
		}
		return answer(items, next), nil
	}
}

func (k Kind[T]) page(r *Request, in any, all []*state.Item[T]) ([]*state.Item[T], *string, *refusal.Error) {
	if k.ByKey {
		slices.SortFunc(all, func(a, b *state.Item[T]) int { return cmp.Compare(a.Key, b.Key) })
		return Listed(r, in, all, func(item *state.Item[T]) string { return item.Key })
	}
	return Listed(r, in, all, func(item *state.Item[T]) uint64 { return item.Seq })
}

// Find is the item of a key.
func (k Kind[T]) Find(tx *state.Tx, key string) (*T, *refusal.Error) {
	item := state.ShelfOf[T](tx).Get(key)
	if item == nil {
		return nil, k.Missing(key)
	}
	return item, nil
}

// keyOf is the key of the item that an input names.
func (k Kind[T]) keyOf(in any) string {
	named := new(T)
	opt.Carry(in, named)
	return *k.Key(named)
}

func (k Kind[T]) check(item *T) *refusal.Error {
	if k.Check == nil {
		return nil
	}
	return k.Check(item)
}

func (k Kind[T]) fold(key string) string {
	if k.Fold == nil {
		return key
	}
	return k.Fold(key)
}

// The dates of an item, where it has any (P6).
type (
	created  struct{ CreationDate, LastModifiedDate *time.Time }
	modified struct{ LastModifiedDate *time.Time }
)

// inPool is in which pool an input wants something done.
type inPool struct{ UserPoolId *string }

// look runs f in a transaction on the pool that an input names.
func look(r *Request, in any, f func(tx *state.Tx) *refusal.Error) error {
	var at inPool
	opt.Carry(in, &at)
	p, err := r.Pool(at.UserPoolId)
	if err != nil {
		return err
	}
	return state.Do(p, f)
}

// commit is [Request.Commit] on the pool that an input names.
func commit[T any](r *Request, in any, check func(tx *state.Tx, shelf *state.Shelf[T]) (func(), *refusal.Error)) error {
	var at inPool
	opt.Carry(in, &at)
	p, err := r.Pool(at.UserPoolId)
	if err != nil {
		return err
	}
	return r.Commit(p, func(tx *state.Tx) (func(), *refusal.Error) { return check(tx, state.ShelfOf[T](tx)) })
}

// listing is what the inputs of lists ask for.
type listing struct {
	Limit, MaxResults          *int32
	NextToken, PaginationToken *string
}

// Listed is the part of a list that the answer to an input has, and the token
// of the rest. A token is good for the same request, but for the size of the
// page (P7), which is 60 unless it is to be another (P9).
func Listed[T any, P Place](r *Request, in any, all []T, place func(T) P) ([]T, *string, *refusal.Error) {
	var asked listing
	opt.Carry(in, &asked)
	limit := cmp.Or(int(opt.Value(opt.Or(asked.Limit, asked.MaxResults))), 60)
	token := opt.Or(asked.NextToken, asked.PaginationToken)
	page, next, ok := pageOf(r, all, place, limit, token, r.op.name, rest(in))
	if !ok {
		return nil, nil, refusal.PaginationToken()
	}
	return page, next, nil
}

// rest is what an input asks for beside the size and the place of a page.
func rest(in any) string {
	same := reflect.New(reflect.TypeOf(in).Elem()).Interface()
	opt.Carry(in, same)
	opt.Carry(&listing{}, same)
	return string(awsjson.Append(nil, same))
}
